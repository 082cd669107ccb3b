package nl.digitalebalie.server.processing;

import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as OTLP in JSON (OpenTelemetry Protocol 1.x, "JSON Protobuf Encoding"): ids as
 * hexadecimal, 64-bit numbers as text. A record of the Logboek is a span with attributes of its
 * own, so the request is that of traces.
 */
final class OtlpJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  // enum Span.SpanKind and Status.StatusCode of trace.proto
  private static final int KIND_INTERNAL = 1;
  private static final int CODE_OK = 1;
  private static final int CODE_ERROR = 2;

  private OtlpJson() {}

  static String of(ProcessingRecord record, Resource resource) {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode spans = request.putArray("resourceSpans").addObject();
    ArrayNode of = spans.putObject("resource").putArray("attributes");
    attribute(of, "service.name", resource.name());
    if (!resource.version().isEmpty()) {
      attribute(of, "service.version", resource.version());
    }
    ObjectNode scope = spans.putArray("scopeSpans").addObject();
    scope.putObject("scope").put("name", "logboek-dataverwerkingen");
    span(scope.putArray("spans").addObject(), record);
    return JSON.writeValueAsString(request);
  }

  private static void span(ObjectNode span, ProcessingRecord record) {
    span.put("traceId", record.traceId())
        .put("spanId", record.spanId())
        .put("name", record.name())
        .put("kind", KIND_INTERNAL)
        .put("startTimeUnixNano", nanos(record.start()))
        .put("endTimeUnixNano", nanos(record.end()));
    ArrayNode attributes = span.putArray("attributes");
    attribute(attributes, "dpl.core.processing_activity_id", record.activity());
    attribute(attributes, "dpl.core.data_subject_id", record.subjectId());
    attribute(attributes, "dpl.core.data_subject_id_type", record.subjectIdType());
    record
        .status()
        .exceptionType()
        .ifPresent(type -> attribute(attributes, "exception.type", type));
    span.putObject("status")
        .put(
            "code",
            switch (record.status()) {
              case ProcessingRecord.Status.Ok ok -> CODE_OK;
              case ProcessingRecord.Status.Error error -> CODE_ERROR;
            });
  }

  private static void attribute(ArrayNode attributes, String key, String value) {
    attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
  }

  private static String nanos(Instant at) {
    return Long.toString(Math.multiplyExact(at.toEpochMilli(), 1_000_000L));
  }
}
