package nl.digitalebalie.protocol.wire;

import java.util.Optional;
import nl.digitalebalie.protocol.signal.ErrorCode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * Text frames of one direction: {@code {"v":1,"type":"…",…}}. Strict: unknown fields, missing
 * fields, duplicate keys, trailing text and deep nesting are refused, because a peer that sends
 * them is broken or hostile.
 *
 * @param <T> the sealed interface of the direction
 */
public final class WireCodec<T> {
  public static final int VERSION = 1;

  /**
   * The largest direction carries a panel with cases; signalling sockets take less, see {@link
   * #MAX_SIGNAL_CHARS}.
   */
  public static final int MAX_CHARS = 4 * 1024 * 1024;

  /** Limit of what residents and relays may send: a description, a candidate, a few words. */
  public static final int MAX_SIGNAL_CHARS = 64 * 1024;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_CHARS = 20;
  private static final int MAX_TYPE_CHARS = 40;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .maxStringLength(MAX_CHARS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, WireCodec::refuseCoercion)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .changeDefaultPropertyInclusion(inclusion ->
              inclusion.withValueInclusion(
                  com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT))
          .build();

  private final Class<T> direction;
  private final int maxChars;

  private WireCodec(Class<T> direction, int maxChars) {
    this.direction = direction;
    this.maxChars = maxChars;
  }

  public static <T> WireCodec<T> of(Class<T> direction, int maxChars) {
    return new WireCodec<>(direction, maxChars);
  }

  public String encode(T message) {
    ObjectNode fields = JSON.valueToTree(message);
    ObjectNode frame = JSON.createObjectNode().put("v", VERSION);
    frame.setAll(fields);
    return JSON.writeValueAsString(frame);
  }

  public Decoded<T> decode(String text) {
    if (text.length() > maxChars) {
      return new Decoded.Malformed<>(ErrorCode.TOO_LARGE, Optional.empty());
    }
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException notJson) {
      return new Decoded.Malformed<>(ErrorCode.MALFORMED_JSON, Optional.empty());
    }
    return root instanceof ObjectNode frame
        ? decodeFrame(frame)
        : new Decoded.Malformed<>(ErrorCode.MALFORMED_MESSAGE, Optional.empty());
  }

  private Decoded<T> decodeFrame(ObjectNode frame) {
    JsonNode version = frame.remove("v");
    if (version == null || !version.isInt() || version.intValue() != VERSION) {
      return new Decoded.Malformed<>(ErrorCode.UNSUPPORTED_VERSION, Optional.empty());
    }
    Optional<String> type = typeOf(frame);
    try {
      return new Decoded.Message<>(JSON.treeToValue(frame, direction));
    } catch (tools.jackson.databind.exc.InvalidTypeIdException unknown) {
      return new Decoded.Malformed<>(ErrorCode.UNKNOWN_TYPE, type);
    } catch (JacksonException invalid) {
      return new Decoded.Malformed<>(ErrorCode.MALFORMED_MESSAGE, type);
    }
  }

  /** A number where a text belongs is a broken peer, not a text. */
  private static void refuseCoercion(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private static Optional<String> typeOf(ObjectNode frame) {
    JsonNode type = frame.get("type");
    return type != null
            && type.isString()
            && type.stringValue().matches("[a-z-]{1," + MAX_TYPE_CHARS + "}")
        ? Optional.of(type.stringValue())
        : Optional.empty();
  }
}
