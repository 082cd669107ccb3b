package nl.digitalebalie.desktop.view.code;

import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.channel.CodeState;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.code.CodeModel.Screen;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;

/** Puts the spoken code into words and takes the digits that the staff member types. */
public final class CodePresenter {
  static final int DIGITS = 6;

  private final Texts texts;
  private final Consumer<DeskEvent> desk;
  private final CodeModel model = new CodeModel();
  private Optional<String> unfinished = Optional.empty();
  private Desk last = Desk.EMPTY;

  public CodePresenter(Texts texts, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.desk = desk;
    model.digits.addListener((_, _, _) -> forgive());
  }

  public CodeModel model() {
    return model;
  }

  public void show(Desk now) {
    last = now;
    Screen next = now.talk().ongoing().map(talk -> screen(now, talk)).orElseGet(Screen.Hidden::new);
    if (!(next instanceof Screen.Entry)) {
      model.digits.set("");
    }
    model.screen.replace(next);
  }

  /** What stands in the field, as it is read: 482 173. Anything but digits is left out. */
  public static String readable(String typed) {
    String digits = typed.replaceAll("[^0-9]", "");
    String six = digits.substring(0, Math.min(DIGITS, digits.length()));
    return six.length() > 3 ? six.substring(0, 3) + " " + six.substring(3) : six;
  }

  /** Compares what was typed; fewer than six digits cost no try. */
  public void enter() {
    String digits = model.digits.get().replace(" ", "");
    if (digits.length() != DIGITS) {
      unfinished = Optional.of(texts.text("code.sixDigits"));
      show(last);
      return;
    }
    model.digits.set("");
    desk.accept(new DeskEvent.CodeTyped(Sensitive.of(digits)));
  }

  private void forgive() {
    if (unfinished.isPresent()) {
      unfinished = Optional.empty();
      show(last);
    }
  }

  private Screen screen(Desk now, Talk.Ongoing talk) {
    if (talk.channel() == Channel.CHAT) {
      return new Screen.Hidden();
    }
    return switch (talk.bond().code()) {
      case NOT_BEGUN, PREPARING -> new Screen.NotYet(texts.text("code.notYet"));
      case AWAITED, WRONG_ONCE -> awaited(now, talk);
      case MATCHED ->
          talk.assurance() == ChannelAssurance.NONE
              ? new Screen.NotYet(texts.text(isThere(now) ? "code.unconfirmed" : "code.away"))
              : new Screen.Matched(texts.text("code.matched"));
      case FAILED, REFUSED -> new Screen.Hidden();
    };
  }

  /** Digits are taken only where they can be compared and the outcome can be told. */
  private Screen awaited(Desk now, Talk.Ongoing talk) {
    if (!isThere(now)) {
      return new Screen.NotYet(texts.text("code.away"));
    }
    if (talk.lane() == Lane.DOWN) {
      return new Screen.NotYet(texts.text("code.notYet"));
    }
    Optional<String> problem =
        talk.bond().code() == CodeState.WRONG_ONCE
            ? Optional.of(unfinished.orElseGet(() -> texts.text("code.wrongOnce")))
            : unfinished;
    return new Screen.Entry(hint(talk), problem);
  }

  private static boolean isThere(Desk now) {
    return now.counter() instanceof Line.Up;
  }

  private String hint(Talk.Ongoing talk) {
    return texts.text(talk.channel() == Channel.PHONE ? "code.hintPhone" : "code.hint");
  }
}
