import { keys } from '../../orm/field.js'

export const OFFICER = 'website_slides.group_website_slides_officer'
export const MANAGER = 'website_slides.group_website_slides_manager'
export const READERS = { 'base.group_public': 'r', 'base.group_portal': 'r', 'base.group_user': 'r' }
export const CATEGORIES = [...keys('infographic article document video quiz certification')] as const
