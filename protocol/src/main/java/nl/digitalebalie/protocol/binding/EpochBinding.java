package nl.digitalebalie.protocol.binding;

import java.util.Arrays;

/**
 * {@code c_n}: names one connection of the two, by both certificates and both ECDH keys. Salt of
 * the chat keys.
 */
public final class EpochBinding {
  private static final String LABEL = "digitale-balie/c/1";
  private final int epoch;
  private final byte[] value;

  private EpochBinding(int epoch, byte[] value) {
    this.epoch = epoch;
    this.value = value;
  }

  /** Both announcements must have been verified, and be of the same epoch and binding. */
  public static EpochBinding of(EpochAnnouncement resident, EpochAnnouncement counter) {
    if (resident.party() != Party.RESIDENT
        || counter.party() != Party.COUNTER
        || resident.epoch() != counter.epoch()
        || !resident.binding().equals(counter.binding())) {
      throw new IllegalArgumentException(
          "two announcements of one epoch are needed, one of each party");
    }
    return new EpochBinding(
        resident.epoch(),
        Transcript.of(LABEL)
            .field(resident.binding().bytes())
            .number(resident.epoch())
            .field(resident.fingerprint())
            .field(counter.fingerprint())
            .field(resident.ecdhKey().bytes())
            .field(counter.ecdhKey().bytes())
            .sha256());
  }

  public int epoch() {
    return epoch;
  }

  public byte[] bytes() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EpochBinding that
        && epoch == that.epoch
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }
}
