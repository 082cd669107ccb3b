package nl.digitalebalie.server.link;

/** Who knows the secret of the link: the one counter process. */
public enum LinkPeer {
  COUNTER
}
