package nl.digitalebalie.server.relay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.callback.Promise;

/**
 * A municipality as configured.
 *
 * @param theme colours by name, as CSS hexadecimal colours
 * @param callbacks by when residents who ask are called back; empty where they cannot ask
 * @param rsin of the municipality as a legal entity: which cases are its own
 */
public record Municipality(
    MunicipalityId id,
    String name,
    Contact contact,
    Map<String, String> theme,
    OpeningHours opening,
    TellPosition position,
    List<Topic> topics,
    Optional<Promise> callbacks,
    Optional<String> rsin) {
  public Municipality {
    theme = Map.copyOf(theme);
    topics = List.copyOf(topics);
  }

  /** Whether residents hear how many are before them. */
  public enum TellPosition {
    TOLD,
    UNTOLD
  }

  /**
   * What a resident can come for.
   *
   * @param minutes how long a talk usually takes
   * @param normSeconds after this wait the queue shows the entry as late
   */
  public record Topic(
      TopicId id,
      LocalText title,
      LocalText description,
      LocalText bring,
      int minutes,
      int normSeconds,
      List<Channel> channels,
      Optional<PurposeId> usualPurpose) {
    public Topic {
      channels = List.copyOf(channels);
    }
  }

  Optional<Topic> topic(TopicId wanted) {
    return topics.stream().filter(topic -> topic.id().equals(wanted)).findFirst();
  }
}
