/** The keys and the legend. */
export function HelpDialog({ close }: { readonly close: () => void }) {
  return (
    <dialog open>
      <button onClick={close}>Close</button>
    </dialog>
  );
}
