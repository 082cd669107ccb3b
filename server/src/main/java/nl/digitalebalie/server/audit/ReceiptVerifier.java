package nl.digitalebalie.server.audit;

import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.audit.merkle.InclusionProof;
import nl.digitalebalie.witness.Countersignature;
import nl.digitalebalie.witness.HeadKey;
import nl.digitalebalie.witness.SignedHead;
import nl.digitalebalie.witness.TreeHead;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a resident's receipt by itself: no database, no network. */
public final class ReceiptVerifier {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              tools.jackson.core.json.JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final ECPublicKey key;
  private final Optional<ECPublicKey> witnessKey;

  /**
   * @param key of the log
   * @param witnessKey of the witness; without it nobody but the log vouches for the head
   */
  public ReceiptVerifier(ECPublicKey key, Optional<ECPublicKey> witnessKey) {
    this.key = key;
    this.witnessKey = witnessKey;
  }

  /** What was found. */
  public sealed interface Found {
    /**
     * All of it is as the log signed it.
     *
     * @param lines what it says, for people
     */
    record Holds(TreeHead head, List<String> lines) implements Found {
      public Holds {
        lines = List.copyOf(lines);
      }
    }

    /** What exactly is wrong, in a sentence without its full stop. */
    record Wrong(String why) implements Found {}
  }

  /** Ends the reading with a sentence; never leaves this class. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    Fault(String why) {
      super(why);
    }
  }

  public Found verify(String text) {
    try {
      JsonNode file = JSON.readTree(text);
      if (file.path("balieReceipt").asInt(0) != Receipt.VERSION) {
        return new Found.Wrong("it is no receipt of the counter");
      }
      JsonNode statement = file.path("statement");
      signed(statement, file.path("signature").asString(""));
      SignedHead head = head(file, statement);
      List<String> lines = new ArrayList<>();
      int place = 0;
      for (JsonNode opened : statement.path("opened")) {
        proven(opened, file.path("proofs").path(place++), head.head());
        lines.add(sentence(opened));
      }
      return new Found.Holds(head.head(), lines);
    } catch (Fault fault) {
      return new Found.Wrong(String.valueOf(fault.getMessage()));
    } catch (JacksonException malformed) {
      return new Found.Wrong("it is no JSON");
    }
  }

  private void signed(JsonNode statement, String signature) throws Fault {
    try {
      if (statement.isObject()
          && Receipt.holds(key, JSON.convertValue(statement, Map.class), signature)) {
        return;
      }
    } catch (IllegalArgumentException malformed) {
      // as below: no text that this key could have signed
    }
    throw new Fault("the text was changed, or another log signed it");
  }

  private SignedHead head(JsonNode file, JsonNode statement) throws Fault {
    String jws = file.path("head").asString("");
    SignedHead head =
        HeadKey.read(key, jws).orElseThrow(() -> new Fault("the head is not signed by this key"));
    if (!head.head().chain().equals(statement.path("log").asString(""))) {
      throw new Fault("the head is of another log than the text");
    }
    if (witnessKey.isPresent()) {
      if (!file.has("countersignature")) {
        throw new Fault(
            "the head was not countersigned yet when the receipt was made; check it without"
                + " --witness-key, and ask for the witness's head of "
                + head.head().size()
                + " rows or more");
      }
      if (!Countersignature.holds(
          witnessKey.get(), jws, file.path("countersignature").asString(""))) {
        throw new Fault("the head is not countersigned by this witness");
      }
    }
    return head;
  }

  private static void proven(JsonNode opened, JsonNode proof, TreeHead head) throws Fault {
    long row = opened.path("row").asLong(0);
    List<Hash> path = new ArrayList<>();
    try {
      proof.forEach(each -> path.add(Hash.parse(each.asString(""))));
      Hash leaf = Hash.leaf(Hash.parse(opened.path("rowHash").asString("")).bytes());
      if (new InclusionProof(row - 1, head.size(), path).holds(leaf, head.root())) {
        return;
      }
    } catch (IllegalArgumentException malformed) {
      throw new Fault("the proof of row " + row + " is malformed");
    }
    throw new Fault("row " + row + " is not under the head");
  }

  private static String sentence(JsonNode opened) {
    List<String> categories = new ArrayList<>();
    opened.path("categories").forEach(each -> categories.add(words(each)));
    return opened.path("at").asString("")
        + ": row "
        + opened.path("row").asLong(0)
        + ", "
        + words(opened.path("purpose"))
        + ", opened by "
        + words(opened.path("role"))
        + ": "
        + String.join("; ", categories);
  }

  /** Dutch is always there. */
  private static String words(JsonNode text) {
    return text.path("nl").asString("").replaceAll("\\p{Cntrl}", " ");
  }
}
