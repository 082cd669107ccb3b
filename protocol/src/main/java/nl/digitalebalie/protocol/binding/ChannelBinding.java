package nl.digitalebalie.protocol.binding;

import java.util.Arrays;
import java.util.Base64;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;

/**
 * {@code b}: names these two keys in this conversation of this municipality. It stays the same over
 * reloads and network changes, and changes as soon as either key does. The purpose is not in it: it
 * is in the request and in the evidence.
 */
public final class ChannelBinding {
  private static final String LABEL = "digitale-balie/b/1";
  private final byte[] value;

  private ChannelBinding(byte[] value) {
    this.value = value;
  }

  public static ChannelBinding of(
      MunicipalityId municipality,
      ConversationId conversation,
      PublicPoint resident,
      PublicPoint counter) {
    return new ChannelBinding(
        Transcript.of(LABEL)
            .text(municipality.value())
            .text(conversation.value())
            .field(resident.bytes())
            .field(counter.bytes())
            .sha256());
  }

  /** 32 bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  public String base64url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelBinding that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "b:" + base64url();
  }
}
