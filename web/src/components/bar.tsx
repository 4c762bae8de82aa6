/** A share from 0 to 1 as a bar. The number beside it says the same. */
export const Bar = ({ share }: { readonly share: number }) => (
  <div className="bar" aria-hidden>
    <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
  </div>
)
