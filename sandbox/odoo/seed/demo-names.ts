/** Invented names of the demo students. */
export type Gender = 'female' | 'male'
type Name = readonly [english: string, arabic: string]

export const FIRST_NAMES: Readonly<Record<Gender, readonly Name[]>> = {
  female: [
    ['Amina', 'أمينة'],
    ['Fatima', 'فاطمة'],
    ['Huda', 'هدى'],
    ['Layla', 'ليلى'],
    ['Maryam', 'مريم'],
    ['Noor', 'نور'],
    ['Rania', 'رانيا'],
    ['Salma', 'سلمى'],
    ['Yasmin', 'ياسمين'],
    ['Zainab', 'زينب'],
  ],
  male: [
    ['Ahmad', 'أحمد'],
    ['Bilal', 'بلال'],
    ['Hassan', 'حسن'],
    ['Ibrahim', 'إبراهيم'],
    ['Khalid', 'خالد'],
    ['Mahmoud', 'محمود'],
    ['Omar', 'عمر'],
    ['Saeed', 'سعيد'],
    ['Tariq', 'طارق'],
    ['Yusuf', 'يوسف'],
  ],
}

export const FAMILY_NAMES: readonly Name[] = [
  ['Al-Harbi', 'الحربي'],
  ['Al-Masri', 'المصري'],
  ['Al-Otaibi', 'العتيبي'],
  ['Haddad', 'حداد'],
  ['Khoury', 'خوري'],
  ['Mansour', 'منصور'],
  ['Nasser', 'ناصر'],
  ['Saleh', 'صالح'],
]
