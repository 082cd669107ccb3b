package nl.digitalebalie.server.cases;

import java.util.List;
import nl.digitalebalie.protocol.cases.PanelContent.EarlierContact;
import nl.digitalebalie.protocol.identity.Bsn;

/** What the municipality knows of earlier contacts with a person whose identity is proved. */
public interface ContactHistory {
  /**
   * Newest first. Blocks for some seconds at most; called on a virtual thread, only after the gate
   * opened.
   *
   * @throws CallFailure when nobody can say
   */
  List<EarlierContact> earlier(Bsn subject) throws CallFailure;
}
