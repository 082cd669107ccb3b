package nl.digitalebalie.acceptance.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.browser.WalletBrowser;
import nl.digitalebalie.acceptance.staff.FirstPicture;
import nl.digitalebalie.acceptance.staff.StaffClient;
import nl.digitalebalie.demo.DemoStage;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.cases.Viewing;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.media.sound.WavHeader;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.server.audit.AuditCommand;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole scenario: a resident waits, a staff member accepts, they talk, the resident shows who
 * they are with a wallet on another device, the panel opens, the call goes on, the staff member
 * hangs up, everything is locked again.
 */
final class ScriptedRun {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Lists and fades take a few frames to appear. */
  private static final int SETTLE_MILLIS = 400;

  /** The relay takes one switch in two seconds from each side. */
  private static final int BETWEEN_SWITCHES_MILLIS = 2_500;

  private static final String PERSON = "samira";
  private static final String BSN = "999993653";

  /** Of the person's cases; no other text of the window has them. */
  private static final List<String> DESCRIPTIONS =
      List.of(
          "Levensonderhoud voor een alleenstaande met een kind", "Vergoeding voor een wasmachine");

  private static final String STAFF = "joris";
  private static final String MUNICIPALITY = "voorbeeld";
  private static final String TOPIC = "bijstand";
  private static final int CHAT_TAB = 0;

  /** Of the tone pattern, two seconds each. */
  private static final int ROUNDS_HEARD = 3;

  /** In the report, where nothing could be demanded. */
  private static final String UNMARKED = "not in the input, so not looked for";

  private static final String PHONE = "06 12345678";
  private static final String FROM_STAFF = "Goedemiddag, ik heb uw brief ontvangen.";
  private static final String ONLY_WRITTEN = "Ik schrijf nu even, mijn stem is moe.";
  private static final String FROM_RESIDENT = "Fijn, dank u wel voor het meedenken.";

  private final RunOptions options;
  private final DemoStage stage;
  private final Chromium chromium;
  private final StaffClient staff;
  private final ResidentBrowser resident;
  private final Path heard;
  private final Report report;
  private List<String> walletTroubles = List.of();
  private String step = "start";

  ScriptedRun(
      RunOptions options,
      DemoStage stage,
      Chromium chromium,
      StaffClient staff,
      ResidentBrowser resident,
      Path heard,
      Report report) {
    this.options = options;
    this.stage = stage;
    this.chromium = chromium;
    this.staff = staff;
    this.resident = resident;
    this.heard = heard;
    this.report = report;
  }

  /** What is being done; names the failing step. */
  String step() {
    return step;
  }

  private void step(String name) {
    step = name;
    System.out.println("  " + name);
  }

  void play() throws InterruptedException, IOException {
    step("staff signs in");
    signIn();
    step("resident opens the link and checks camera and sound");
    arrive();
    step("staff sees the resident in the queue");
    staff.await(
        "somebody in the queue", PATIENCE, desk -> desk.shift().queue().stream().findFirst());
    pictures("1-queue");
    step("staff accepts, both see each other");
    accept();
    step("the panel is locked before identification");
    report
        .gate()
        .put(
            "lockedBefore",
            demand(locked(), "the panel is locked")
                && demand(nothingShown(caseTexts()), "no case is in the window"));
    pictures("2-call-locked");
    step("the resident reads the code aloud, staff types it");
    spokenCode();
    step("they write to each other, and the relay cannot read it");
    chat();
    step("staff asks who the resident is");
    Sampler sampler = new Sampler(staff, resident);
    identify();
    step("the panel shows the resident's cases");
    List<String> cases = panel();
    step("staff reads a document of a case");
    document();
    step("the resident is shown another one, and takes it");
    showDocument();
    step("the call goes on");
    goOn(sampler);
    step("they go on by telephone, and the code is said again");
    byTelephone(cases);
    step("they go on in writing, and the panel stays shut");
    inWriting(cases);
    step("they see each other again, and staff confirms the person");
    byVideoAgain();
    step("staff hangs up, everything is locked again");
    hangUp(cases);
    step("the resident keeps a receipt of what was opened");
    receipt();
    step("the resident asks to be called back, and staff sees the promise and the number");
    callBack();
    step("the customer-interaction system knows of the talk and of the promise");
    contacts();
    step("the audit trail is whole");
    audit();
    step("no page broke, complained, or turned to a server that is not ours");
    troubles();
  }

  private void signIn() {
    staff.await(
        "the sign-in screen",
        PATIENCE,
        desk -> staff.canPress("demo-staff-" + STAFF) ? Optional.of(true) : Optional.empty());
    staff.press("demo-staff-" + STAFF);
    staff.await(
        "a signed-in desk",
        PATIENCE,
        desk -> desk.access() instanceof Access.SignedIn ? Optional.of(true) : Optional.empty());
    staff.await(
        "purposes from the counter",
        PATIENCE,
        desk -> desk.shift().purposes().stream().findFirst());
    staff.await(
        "municipalities from the relay",
        PATIENCE,
        desk -> desk.shift().municipalities().stream().findFirst());
  }

  private void arrive() {
    URI link = stage.link(MUNICIPALITY, TOPIC);
    resident.open(link.toString());
    resident.press("start");
    resident.press("ask-both");
    resident.press("ready");
    resident.awaitButton("leave");
  }

  private void accept() throws InterruptedException {
    AtomicLong staffPictureAt = new AtomicLong();
    long acceptedAt = System.currentTimeMillis();
    staff.press("accept");
    Thread watching = FirstPicture.note(staff, staffPictureAt);
    staff.await("a conversation", PATIENCE, desk -> desk.talk().ongoing());
    OptionalLong residentPictureAt = residentPicture();
    watching.join(PATIENCE.toMillis());
    watching.interrupt();
    demand(staffPictureAt.get() > 0, "a picture of the resident at the staff member's");
    report
        .callPair("acceptToFirstRemoteFrameMs")
        .put("staff", staffPictureAt.get() - acceptedAt)
        .put("resident", residentPictureAt.orElseThrow() - acceptedAt);
    TimeUnit.SECONDS.sleep(1); // for a settled picture of the call
  }

  private OptionalLong residentPicture() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      OptionalLong at = resident.firstRemoteFrameAtMillis();
      if (at.isPresent()) {
        return at;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new IllegalStateException("no picture of the staff member at the resident's");
  }

  private void spokenCode() throws InterruptedException {
    staff.await(
        "a code to type",
        PATIENCE,
        desk -> staff.shows("code-digits") ? Optional.of(true) : Optional.empty());
    String code = resident.spokenCode();
    demand(code.matches("[0-9]{6}"), "six digits at the resident's");
    pictures("2-code");
    staff.type("code-digits", code);
    staff.press("code-check");
    resident.awaitGone("[data-role='spoken-code']");
    demand(
        resident.frames().stream().noneMatch(frame -> frame.contains(code)),
        "the relay did not see the code");
    report.channel().put("codeMatched", true);
  }

  private void chat() throws InterruptedException {
    staff.openTab("talk-tabs", CHAT_TAB);
    staff.type("chat-message", FROM_STAFF);
    staff.press("chat-send");
    resident.openChat();
    resident.awaitWords(FROM_STAFF);
    resident.chat(FROM_RESIDENT);
    staff.await(
        "the resident's words",
        PATIENCE,
        desk -> shown(List.of(FROM_RESIDENT)).isEmpty() ? Optional.empty() : Optional.of(true));
    pictures("3-chat");
    List<String> frames = resident.frames();
    demand(
        frames.stream().anyMatch(frame -> frame.contains("\"sealed\"")),
        "the relay carried sealed messages");
    demand(
        frames.stream()
            .noneMatch(frame -> frame.contains(FROM_STAFF) || frame.contains(FROM_RESIDENT)),
        "the relay did not see a word of the chat");
    report.channel().put("relayFrames", frames.size()).put("plaintextSeen", false);
  }

  private void identify() throws InterruptedException {
    demand(locked() && nothingShown(caseTexts()), "the panel is shut when the question is asked");
    GateWatch watch = new GateWatch();
    staff.watch(watch);
    Instant askedAt = Instant.now();
    staff.press("ask-disclosure");
    resident.awaitButton("wallet-other");
    resident.screenshot(shot("3-identity-question-resident"));
    resident.press("wallet-other");
    String link = resident.walletLink();
    pictures("4-identity-wallet");
    try (WalletBrowser wallet = new WalletBrowser(chromium.browser(), link)) {
      String code = wallet.pairingCode();
      wallet.screenshot(shot("5-pairing-code-wallet"));
      resident.await("#code");
      resident.screenshot(shot("5-pairing-code-resident"));
      resident.typePairingCode(code);
      wallet.choose(PERSON);
      wallet.screenshot(shot("6-share-wallet"));
      CompletableFuture<Instant> laidOut =
          staff.whenLaidOut(desk -> open(desk).isPresent(), ScriptedRun::showsCase);
      wallet.share();
      staff.await(
          "a verified identity", PATIENCE, desk -> identity(desk, IdentityState.Shown.class));
      opened(watch, askedAt, awaitPanel(laidOut));
      walletTroubles = wallet.troubles();
    }
  }

  private void opened(GateWatch watch, Instant askedAt, Instant panelAt) {
    Instant verifiedAt = staff.verifiedAt();
    report.identity().put("requestToVerifiedMs", Duration.between(askedAt, verifiedAt).toMillis());
    report
        .gate()
        .put("shutStatesBeforeVerified", watch.shutStates())
        .put(
            "openedAfterVerified",
            demand(
                watch.openedAfter(verifiedAt) && !panelAt.isBefore(verifiedAt),
                "the panel is shut until the identity is verified, and opens then"))
        .put("verifiedToPanelMs", Duration.between(verifiedAt, panelAt).toMillis());
  }

  /** When the panel was on the screen: open, and a case of the person laid out in the window. */
  private static Instant awaitPanel(CompletableFuture<Instant> laidOut)
      throws InterruptedException {
    try {
      return laidOut.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("the staff client did not get to: an open panel", late);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean showsCase(List<String> texts) {
    return texts.stream().anyMatch(text -> DESCRIPTIONS.stream().anyMatch(text::contains));
  }

  private List<String> panel() throws InterruptedException {
    PanelState.Open open = open(staff.desk()).orElseThrow();
    List<String> shown = shown(descriptions(open));
    report.gate().put("casesShown", shown.size());
    demand(!shown.isEmpty(), "cases in the window");
    backToCall();
    resident.await("[data-visible='some']");
    pictures("7-call-unlocked");
    return shown;
  }

  /** From the case system through the gate and the process that draws onto the window. */
  private void document() {
    staff.press(
        staff.await("a document in the window", PATIENCE, _ -> staff.pressable("open-case-")));
    staff.await(
        "its first page",
        PATIENCE,
        desk -> open(desk).flatMap(open -> open.beside().viewing()).flatMap(Viewing::picture));
    staff.screenshot(shot("7-document-staff"));
    report.gate().put("documentShown", true);
    staff.press("document-close");
  }

  /** Sealed, as a picture; the resident says yes before anything is sent. */
  private void showDocument() throws InterruptedException {
    String handle =
        open(staff.desk()).orElseThrow().content().cases().stream()
            .flatMap(one -> one.documents().stream())
            .filter(one -> one.showing() == PanelContent.Showing.RESIDENT_TOO)
            .map(PanelContent.Document::handle)
            .findFirst()
            .orElseThrow();
    staff.press("open-" + handle);
    staff.await(
        "a page that may be shown",
        PATIENCE,
        _ -> staff.canPress("page-show") ? Optional.of(true) : Optional.empty());
    staff.press("page-show");
    resident.press("accept-file");
    resident.awaitButton("save-file");
    pictures("7-document-shown");
    report.gate().put("documentShownToResident", true);
    staff.press("document-close");
  }

  private void goOn(Sampler sampler) throws InterruptedException, IOException {
    backToCall();
    Sampler.Counters before = sampler.counters();
    long start = System.nanoTime();
    sampler.sample(options.call());
    Sampler.Counters after = sampler.counters();
    double seconds = (System.nanoTime() - start) / 1e9;
    CallStats stats = staff.stats().orElseThrow();
    ResidentBrowser.Stats browser = resident.stats();
    report
        .callPair("framesDecoded")
        .put("staff", after.staffFrames())
        .put("resident", after.residentFrames());
    report
        .callPair("fps")
        .put("staff", perSecond(after.staffFrames() - before.staffFrames(), seconds))
        .put("resident", perSecond(after.residentFrames() - before.residentFrames(), seconds));
    report
        .callPair("audioLevelSeen")
        .put("staff", stats.remoteLevelSeen().rms())
        .put("resident", sampler.residentLevel());
    report
        .callPair("freezes")
        .put("staff", after.staffFreezes())
        .put("resident", after.residentFreezes());
    report.call().put("srtpProfile", stats.srtpProfile().orElseThrow());
    report.call().put("selectedPair", stats.selectedPair().orElseThrow());
    demand(
        !browser.srtpCipher().isEmpty() && !browser.pair().isEmpty(),
        "the browser has a secured path");
    demand(sampler.residentEye().moving(), "the staff member's picture moves at the resident's");
    demand(sampler.staffEye().moving(), "the resident's picture moves at the staff member's");
    marks(sampler);
    demand(stats.remoteLevelSeen().rms() > 0, "sound of the resident at the staff member's");
    demand(sampler.residentLevel() > 0, "sound of the staff member at the resident's");
  }

  /** What was put in on one side came out on the other. */
  private void marks(Sampler sampler) throws IOException {
    InputMarks input = InputMarks.of(options);
    Tones tones = heard();
    report
        .callPair("timeCodesRead")
        .put("staff", sampler.staffEye().codesRead())
        .put("resident", sampler.residentEye().codesRead())
        .put("looks", sampler.staffEye().looks());
    ObjectNode frames = report.callPair("toneFramesHeard").putObject("staff");
    tones.frames().forEach((hertz, count) -> frames.put(String.valueOf(hertz), count));
    demand(
        sampler.residentEye().codesRunForward(),
        "the staff member's time code is readable and runs forward at the resident's");
    demand(
        !input.timeCode() || sampler.staffEye().codesRunForward(),
        "the resident's time code is readable and runs forward at the staff member's");
    demand(
        !input.tones() || tones.pattern(ROUNDS_HEARD),
        "the resident's tone pattern is heard at the staff member's");
    report
        .callPair("input")
        .put("timeCode", input.timeCode() ? "read at the staff member's" : UNMARKED)
        .put("tonePattern", input.tones() ? "heard at the staff member's" : UNMARKED);
  }

  private Tones heard() throws IOException {
    try (InputStream sound = new BufferedInputStream(Files.newInputStream(heard))) {
      sound.skipNBytes(WavHeader.BYTES); // its length is known only when the speaker is closed
      return Tones.in(sound);
    }
  }

  private void backToCall() {
    if (resident.offers("back-to-call")) {
      resident.press("back-to-call");
    }
  }

  private static double perSecond(long frames, double seconds) {
    return Math.round(10 * frames / seconds) / 10.0;
  }

  private void byTelephone(List<String> cases) throws InterruptedException {
    switchTo("phone");
    resident.await("[data-role='spoken-code']");
    awaitLocked(cases);
    staff.await(
        "a code to type",
        PATIENCE,
        _ -> staff.shows("code-digits") ? Optional.of(true) : Optional.empty());
    pictures("8-telephone");
    staff.type("code-digits", resident.spokenCode());
    staff.press("code-check");
    resident.awaitGone("[data-role='spoken-code']");
    openAgain(cases);
    pictures("8-telephone-unlocked");
    report.channel().put("phone", true);
  }

  private void inWriting(List<String> cases) throws InterruptedException {
    switchTo("chat");
    awaitLocked(cases);
    staff.await(
        "nothing to type a code into",
        PATIENCE,
        _ -> staff.shows("code-digits") ? Optional.empty() : Optional.of(true));
    resident.chat(ONLY_WRITTEN);
    staff.await(
        "the resident's words",
        PATIENCE,
        _ -> shown(List.of(ONLY_WRITTEN)).isEmpty() ? Optional.empty() : Optional.of(true));
    pictures("9-chat");
    demand(nothingShown(cases), "the panel stays shut in a chat");
    report.channel().put("chat", true);
  }

  private void byVideoAgain() throws InterruptedException {
    long before = staff.stats().map(CallStats::framesDecoded).orElse(0L);
    switchTo("video");
    // nobody but the resident switches their microphone and camera on
    resident.press("microphone");
    resident.awaitButton("microphone", "Microfoon aan");
    resident.press("camera");
    resident.awaitButton("camera", "Camera aan");
    staff.await(
        "a moving picture of the resident",
        PATIENCE,
        _ ->
            staff
                .stats()
                .map(CallStats::framesDecoded)
                .filter(frames -> frames != before && frames > 0));
    openAgain(List.of());
    pictures("9-video-again");
    report.channel().put("video", true);
  }

  private void switchTo(String channel) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(BETWEEN_SWITCHES_MILLIS);
    staff.press("channel");
    staff.await(
        "the ways to go on",
        PATIENCE,
        _ -> staff.canPress("channel-" + channel) ? Optional.of(true) : Optional.empty());
    staff.press("channel-" + channel);
  }

  private void awaitLocked(List<String> cases) {
    staff.await(
        "a locked panel",
        PATIENCE,
        _ -> locked() && nothingShown(cases) ? Optional.of(true) : Optional.empty());
  }

  /** Whoever sits there again is confirmed by the staff member, then the panel opens. */
  private void openAgain(List<String> cases) {
    staff.await(
        "the question whether it is the same person",
        PATIENCE,
        desk -> {
          if (staff.canPress("open-panel")) {
            staff.press("open-panel");
          }
          return open(desk).filter(_ -> shown(cases).size() == cases.size());
        });
  }

  private void hangUp(List<String> cases) throws InterruptedException {
    staff.press("hang-up");
    staff.await(
        "the question whether to hang up",
        PATIENCE,
        desk -> staff.canPress("hang-up-confirm") ? Optional.of(true) : Optional.empty());
    staff.press("hang-up-confirm");
    staff.await(
        "the wrap-up",
        PATIENCE,
        desk -> desk.talk() instanceof Talk.WrapUp ? Optional.of(true) : Optional.empty());
    report
        .gate()
        .put("relockedOnHangUp", demand(nothingShown(cases), "no case is left in the window"));
    resident.awaitGone("[data-action='hang-up']");
    pictures("10-after-hang-up");
  }

  private void receipt() throws IOException {
    resident.await("[data-role='statuses']");
    Path file = resident.download("save-receipt");
    int found =
        AuditCommand.verifyReceipt(file, stage.auditHeadKey(), Optional.empty(), System.err);
    demand(found == 0, "a receipt that the log vouches for");
    String said = Files.readString(file);
    demand(caseTexts().stream().noneMatch(said::contains), "no value of a case in the receipt");
    report.audit().put("receiptHolds", true);
  }

  private void callBack() throws InterruptedException {
    staff.press("register");
    resident.askToBeCalled("S. van den Berg", PHONE);
    staff.await(
        "the promise to call back",
        PATIENCE,
        _ -> staff.canPress("call-back") ? Optional.of(true) : Optional.empty());
    demand(nothingShown(List.of(PHONE)), "nobody sees the number before somebody is going to call");
    pictures("11-call-back");
    staff.press("call-back");
    staff.await(
        "the number to call",
        PATIENCE,
        _ -> shown(List.of(PHONE)).isEmpty() ? Optional.empty() : Optional.of(true));
    pictures("11-calling");
    staff.press("callback-done");
    staff.await(
        "an empty list of promises",
        PATIENCE,
        _ -> staff.shows("callbacks") ? Optional.empty() : Optional.of(true));
    demand(nothingShown(List.of(PHONE)), "the number is gone when the promise is kept");
    report.channel().put("calledBack", true);
  }

  /** The talk by its three channels, the promise, and the call that kept it. */
  private void contacts() {
    final int deliveries = 3;
    ContactFindings found =
        staff.await(
            "contacts that arrived",
            PATIENCE,
            _ ->
                Optional.of(ContactFindings.of(stage))
                    .filter(now -> now.waiting() == 0 && now.arrived() == deliveries));
    report.channel().put("contactsDelivered", found.arrived());
  }

  private void audit() {
    AuditFindings findings = AuditFindings.of(stage);
    report.audit().put("rows", findings.rows()).put("chainValid", findings.valid());
    demand(findings.valid() && findings.rows() > 0, "an unbroken audit trail");
  }

  private void troubles() {
    resident.frames(); // lets the driver hand over what has arrived
    List<String> troubles =
        Stream.concat(
                resident.troubles().stream().map(one -> "resident's page: " + one),
                walletTroubles.stream().map(one -> "wallet: " + one))
            .toList();
    report.troubles(troubles);
    demand(troubles.isEmpty(), "pages without a trouble: " + String.join("; ", troubles));
  }

  // ---- looking

  private boolean locked() {
    return staff
        .desk()
        .talk()
        .ongoing()
        .filter(talk -> talk.panel() instanceof PanelState.Locked)
        .isPresent();
  }

  private static List<String> caseTexts() {
    return Stream.concat(DESCRIPTIONS.stream(), Stream.of(BSN)).toList();
  }

  private boolean nothingShown(List<String> wanted) {
    return shown(wanted).isEmpty();
  }

  private List<String> shown(List<String> wanted) {
    List<String> texts = staff.texts();
    return wanted.stream()
        .filter(one -> texts.stream().anyMatch(text -> text.contains(one)))
        .toList();
  }

  private static List<String> descriptions(PanelState.Open open) {
    return open.content().cases().stream()
        .map(PanelContent.Case::description)
        .map(d -> d.reveal())
        .toList();
  }

  private static Optional<PanelState.Open> open(Desk desk) {
    return desk.talk()
        .ongoing()
        .map(Talk.Ongoing::panel)
        .filter(PanelState.Open.class::isInstance)
        .map(PanelState.Open.class::cast);
  }

  private static <T extends IdentityState> Optional<T> identity(Desk desk, Class<T> state) {
    return desk.talk()
        .ongoing()
        .map(Talk.Ongoing::identity)
        .filter(state::isInstance)
        .map(state::cast);
  }

  private static boolean demand(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not so: " + what);
    }
    return true;
  }

  // ---- pictures

  private void pictures(String name) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    staff.screenshot(shot(name + "-staff"));
    resident.screenshot(shot(name + "-resident"));
  }

  private Path shot(String name) {
    Path file = options.out().resolve(name + ".png");
    report.screenshot(file);
    return file;
  }
}
