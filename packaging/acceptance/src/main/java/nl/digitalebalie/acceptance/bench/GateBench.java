package nl.digitalebalie.acceptance.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.server.gate.CaseGate;
import nl.digitalebalie.server.gate.GateDecision;
import nl.digitalebalie.server.gate.GateFacts;
import nl.digitalebalie.server.gate.Liveness;
import nl.digitalebalie.server.gate.VerifiedIdentity;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.PolicyFile;
import nl.digitalebalie.server.policy.PolicyResult;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.policy.PurposePolicy;

/**
 * {@code bench gate}: how often a second the gate decides on one core. It is asked after every
 * event of a conversation with an open panel, so this bounds how many can be open at once. {@code
 * open} is the longest way through it, {@code closed} the shortest.
 */
public final class GateBench {
  private static final int RUNS = 10;
  private static final int QUICK_RUNS = 3;
  private static final Duration ONE_RUN = Duration.ofSeconds(1);
  private static final Duration ONE_QUICK_RUN = Duration.ofMillis(200);

  /** Looked at the clock only so often: it costs more than a decision. */
  private static final int BETWEEN_LOOKS = 10_000;

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private GateBench() {}

  public static BenchReport run(BenchOptions options) throws IOException {
    boolean quick = options.extent() == BenchOptions.Extent.QUICK;
    int runs = options.runs().orElse(quick ? QUICK_RUNS : RUNS);
    Duration length = quick ? ONE_QUICK_RUN : ONE_RUN;
    List<Row> rows = new ArrayList<>();
    for (Liveness.Talk talk : Liveness.Talk.values()) {
      String scenario = talk == Liveness.Talk.GOING_ON ? "open" : "closed";
      if (options.wants(scenario)) {
        rows.add(row(scenario, facts(talk), runs, length));
      }
    }
    return new BenchReport(options.name(), rows);
  }

  private static Row row(String scenario, GateFacts facts, int runs, Duration length) {
    boolean open = CaseGate.decide(facts, NOW) instanceof GateDecision.Open;
    if (open != scenario.equals("open")) {
      throw new IllegalStateException("the gate decided " + CaseGate.decide(facts, NOW));
    }
    perSecond(facts, open, length); // compiled after this
    List<Double> measured = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      measured.add(perSecond(facts, open, length) / 1e3);
    }
    return Row.alone(scenario, "decisions", "thousand/s", Row.Better.HIGHER, Figures.of(measured));
  }

  private static double perSecond(GateFacts facts, boolean open, Duration length) {
    long begin = System.nanoTime();
    long end = begin + length.toNanos();
    long decisions = 0;
    long asExpected = 0;
    long now = begin;
    while (now < end) {
      for (int i = 0; i < BETWEEN_LOOKS; i++) {
        GateDecision decision = CaseGate.decide(facts, NOW.plusMillis(i & 1_023));
        asExpected += decision instanceof GateDecision.Open == open ? 1 : 0;
      }
      decisions += BETWEEN_LOOKS;
      now = System.nanoTime();
    }
    if (asExpected != decisions) {
      throw new IllegalStateException("the gate changed its mind");
    }
    return decisions * 1e9 / (now - begin);
  }

  private static GateFacts facts(Liveness.Talk talk) throws IOException {
    Purpose purpose = policy().find(new PurposeId("bijstand")).orElseThrow();
    Instant lately = NOW.minusSeconds(2);
    return new GateFacts(
        Optional.of(
            new VerifiedIdentity(
                purpose.id(),
                AssuranceLevel.SUBSTANTIAL,
                DiscloserAssurance.PAIRED,
                Bsn.parse("999993653"),
                List.of(),
                lately,
                1)),
        purpose,
        ChannelAssurance.SPOKEN,
        Set.of("bijstand"),
        new Liveness(
            talk,
            Optional.empty(),
            Optional.empty(),
            Liveness.StaffSocket.CONNECTED,
            1,
            1,
            Optional.of(lately),
            Optional.of(lately),
            Optional.of(lately)),
        Optional.empty(),
        NOW.plus(purpose.timeBox()),
        GateFacts.AuditState.DURABLE);
  }

  private static PurposePolicy policy() throws IOException {
    try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/demo.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the demonstration's policy is missing from the program");
      }
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return switch (PolicyFile.read(yaml, Mode.DEMO)) {
        case PolicyResult.Loaded(PurposePolicy policy) -> policy;
        case PolicyResult.Invalid invalid ->
            throw new IllegalStateException(invalid.faults().toString());
      };
    }
  }
}
