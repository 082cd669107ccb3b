package nl.digitalebalie.desktop.desk;

import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.desktop.channel.CodeState;
import nl.digitalebalie.protocol.identity.ChannelAssurance;

/**
 * How firmly the conversation belongs to the two who hold it, as far as this client knows by
 * itself.
 *
 * @param residentKey {@code K_R} as the relay last named it
 * @param binding {@code b}, base64url; empty while it is asked for
 * @param offered the newest epoch whose offer went out
 * @param agreed the epoch under whose keys messages go; 0 for none
 * @param gate how sure the gate says it is
 * @param code how far the spoken code is under this {@code b}
 */
public record Bond(
    String residentKey,
    Optional<String> binding,
    int offered,
    int agreed,
    ChannelAssurance gate,
    CodeState code,
    Spoken spoken) {
  public Bond {
    Objects.requireNonNull(residentKey);
    Objects.requireNonNull(binding);
    Objects.requireNonNull(gate);
    Objects.requireNonNull(code);
    Objects.requireNonNull(spoken);
  }

  static Bond begin(String residentKey) {
    return new Bond(
        residentKey,
        Optional.empty(),
        0,
        0,
        ChannelAssurance.NONE,
        CodeState.NOT_BEGUN,
        Spoken.AS_IT_IS);
  }

  /** Whether the code must be asked once more, because the talk moved to another medium. */
  enum Spoken {
    AS_IT_IS,
    ASK_AGAIN
  }

  /**
   * What this client stands for: the gate's word counts only while the code was compared here,
   * under this {@code b} (protocol 4.3).
   */
  public ChannelAssurance assurance() {
    return code == CodeState.MATCHED && gate != ChannelAssurance.NONE
        ? ChannelAssurance.SPOKEN
        : ChannelAssurance.NONE;
  }

  /** The most that an attestation may say. */
  public ChannelAssurance own() {
    return code == CodeState.MATCHED ? ChannelAssurance.SPOKEN : ChannelAssurance.NONE;
  }

  Bond bound(String b) {
    return new Bond(residentKey, Optional.of(b), offered, agreed, gate, code, spoken);
  }

  /** Another key of the resident: nothing of before holds. */
  Bond unbound(String key) {
    return new Bond(
        key,
        Optional.empty(),
        offered,
        0,
        ChannelAssurance.NONE,
        CodeState.NOT_BEGUN,
        Spoken.AS_IT_IS);
  }

  Bond offered(int epoch) {
    return new Bond(residentKey, binding, epoch, agreed, gate, code, spoken);
  }

  Bond agreed(int epoch) {
    return new Bond(residentKey, binding, offered, epoch, gate, code, spoken);
  }

  Bond with(ChannelAssurance said) {
    return new Bond(residentKey, binding, offered, agreed, said, code, spoken);
  }

  Bond with(CodeState state) {
    return new Bond(residentKey, binding, offered, agreed, gate, state, spoken);
  }

  /** Over a telephone the code must be said once more; a match elsewhere says nothing of it. */
  Bond overTelephone() {
    return new Bond(
        residentKey,
        binding,
        offered,
        agreed,
        ChannelAssurance.NONE,
        code == CodeState.MATCHED ? CodeState.PREPARING : code,
        Spoken.ASK_AGAIN);
  }

  Bond asked() {
    return new Bond(residentKey, binding, offered, agreed, gate, code, Spoken.AS_IT_IS);
  }
}
