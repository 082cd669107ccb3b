package nl.digitalebalie.server.limit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import nl.digitalebalie.server.limit.TokenBucket.Verdict;

/**
 * One bucket for each key, such as an address or an account. Thread-safe by one lock, held for a
 * few instructions. When more than {@link #MAX_KEYS} are active everybody new is refused: an
 * attacker with that many addresses must not fill the memory.
 */
public final class KeyedBuckets {
  static final int MAX_KEYS = 50_000;

  private final TokenBucket.Rate rate;
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  public KeyedBuckets(TokenBucket.Rate rate) {
    this.rate = rate;
  }

  public synchronized Verdict take(String key, Instant now) {
    if (buckets.size() >= MAX_KEYS && !buckets.containsKey(key)) {
      buckets.values().removeIf(bucket -> bucket.full(now));
      if (buckets.size() >= MAX_KEYS) {
        return Verdict.TOO_MANY;
      }
    }
    return buckets.computeIfAbsent(key, fresh -> new TokenBucket(rate, now)).take(now);
  }
}
