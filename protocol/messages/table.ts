/**
 * The messages of one protocol by direction, each with the section of docs/protocol.md that describes it. The
 * compiler holds it complete against the protocol's message types.
 */
export interface MessageTable<ToPeer extends string, FromPeer extends string> {
  readonly toPeer: Readonly<Record<ToPeer, string>>;
  readonly fromPeer: Readonly<Record<FromPeer, string>>;
}
