import { Component, type ReactNode } from 'react'
import { Failure } from './failure.js'

interface Props {
  readonly children: ReactNode
}

/** Shows a message instead of an empty screen when a page cannot be drawn. */
export class ErrorBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    return error === null ? (
      this.props.children
    ) : (
      <Failure error={error} onRetry={() => this.setState({ error: null })} />
    )
  }
}
