package nl.digitalebalie.desktop.desk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.CounterToStaff.CallbackEntry;
import nl.digitalebalie.protocol.signal.CounterToStaff.Holder;

/**
 * The promises to call back, as the server last said, and the numbers of those that are ours.
 *
 * @param more how many there are beyond these
 * @param numbers who to call, for as long as the promise is ours
 */
public record Callbacks(
    List<CallbackEntry> entries, int more, Map<CallbackId, CallbackWish> numbers) {
  public static final Callbacks NONE = new Callbacks(List.of(), 0, Map.of());

  public Callbacks {
    entries = List.copyOf(entries);
    numbers = Map.copyOf(numbers);
  }

  /** A new picture; a number whose promise is not ours any more is forgotten. */
  Callbacks with(List<CallbackEntry> next, int beyond) {
    Set<CallbackId> ours =
        next.stream()
            .filter(entry -> entry.holder() == Holder.YOU)
            .map(CallbackEntry::id)
            .collect(Collectors.toSet());
    Map<CallbackId, CallbackWish> kept = new HashMap<>(numbers);
    kept.keySet().retainAll(ours);
    return new Callbacks(next, beyond, kept);
  }

  Callbacks taken(CallbackId id, CallbackWish wish) {
    Map<CallbackId, CallbackWish> next = new HashMap<>(numbers);
    next.put(id, wish);
    return new Callbacks(entries, more, next);
  }

  public Optional<CallbackWish> number(CallbackId id) {
    return Optional.ofNullable(numbers.get(id));
  }
}
