package nl.digitalebalie.server.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.server.audit.HeadTable.Head;
import nl.digitalebalie.server.audit.Receipt.Opened;
import nl.digitalebalie.server.audit.merkle.Frontier;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.audit.merkle.ProofBuilder;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes receipts: the signed text, the head over its rows, and the proofs between the two. */
public final class ReceiptDesk {
  /** Of one conversation; whoever opens and locks all day is not what a receipt is for. */
  public static final int MAX_OPENINGS = 20;

  private static final int PAGE_ROWS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptDesk.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String chain;
  private final Store store;
  private final AuditAnchor anchor;

  /**
   * @param anchor makes the heads; without heads nothing can be proven, and there are no receipts
   */
  public ReceiptDesk(String chain, Store store, AuditAnchor anchor) {
    this.chain = chain;
    this.store = store;
    this.anchor = anchor;
  }

  /** A file that is whole in itself, as JSON; empty when it cannot be made now. Blocks. */
  public Optional<String> make(Receipt receipt) {
    if (receipt.opened().isEmpty()) {
      return Optional.empty();
    }
    long last = receipt.opened().getLast().row();
    Optional<Head> head = anchor.headOver(last);
    if (head.isEmpty()) {
      LOG.warn("no receipt: there is no head over row {}", last);
      return Optional.empty();
    }
    Optional<String> file =
        store
            .read(sql -> file(sql, receipt, head.get()))
            .fold(found -> found, code -> Optional.empty());
    return file.filter(text -> text.length() <= RelayToResident.Receipt.MAX_CHARS);
  }

  private Optional<String> file(Sql sql, Receipt receipt, Head head) {
    long first = receipt.opened().getFirst().row();
    long last = receipt.opened().getLast().row();
    Frontier old = HeadTable.before(sql, chain, first).map(Head::frontier).orElse(Frontier.EMPTY);
    ProofBuilder proofs = ProofBuilder.ofLeaves(old, first - 1, last);
    while (proofs.tree().size() < head.size()) {
      long after = proofs.tree().size();
      List<AuditRow> page =
          AuditTable.page(sql, chain, after, (int) Math.min(PAGE_ROWS, head.size() - after));
      if (page.isEmpty()) {
        LOG.error("no receipt: AUDIT_ROWS_MISSING after row {}", after);
        return Optional.empty();
      }
      page.forEach(row -> proofs.add(Hash.leaf(row.hash())));
    }
    List<String> hashes = new ArrayList<>();
    for (Opened each : receipt.opened()) {
      AuditTable.page(sql, chain, each.row() - 1, 1)
          .forEach(row -> hashes.add(Hash.of(row.hash()).text()));
    }
    return Optional.of(file(sql, receipt, head, proofs, hashes));
  }

  private String file(
      Sql sql, Receipt receipt, Head head, ProofBuilder proofs, List<String> hashes) {
    Map<String, Object> statement = receipt.statement(chain, hashes);
    ObjectNode file = JSON.createObjectNode().put("balieReceipt", Receipt.VERSION);
    file.set("statement", JSON.valueToTree(statement));
    file.put("signature", Receipt.sign(anchor.key(), statement));
    file.put("head", head.jws());
    HeadTable.countersignature(sql, chain, head.size())
        .ifPresent(signed -> file.put("countersignature", signed));
    ArrayNode all = file.putArray("proofs");
    for (Opened each : receipt.opened()) {
      ArrayNode path = all.addArray();
      proofs.inclusion(each.row() - 1).path().stream().map(Hash::text).forEach(path::add);
    }
    return JSON.writeValueAsString(file);
  }
}
