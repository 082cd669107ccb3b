/** How the connection feels, in three steps that a person can do something about. Pure; the samples come from getStats. */

export type ConnectionQuality = 'good' | 'fair' | 'poor';

/** Totals since the connection began, as RTCStats counts them. */
export interface Sample {
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly roundTripSeconds: number | null;
  readonly freezes: number;
}

// ITU-T G.114: talk gets hard above 400 ms one way; loss above 3 % is heard and seen, above 10 % it hinders.
const POOR_LOSS = 0.1;
const FAIR_LOSS = 0.03;
const POOR_ROUND_TRIP_SECONDS = 0.8;
const FAIR_ROUND_TRIP_SECONDS = 0.4;

export function qualityBetween(before: Sample, after: Sample): ConnectionQuality {
  const received = Math.max(0, after.packetsReceived - before.packetsReceived);
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const expected = received + lost;
  const loss = expected === 0 ? 0 : lost / expected;
  const roundTrip = after.roundTripSeconds ?? 0;
  if (loss > POOR_LOSS || roundTrip > POOR_ROUND_TRIP_SECONDS) return 'poor';
  const froze = after.freezes > before.freezes;
  return loss > FAIR_LOSS || roundTrip > FAIR_ROUND_TRIP_SECONDS || froze ? 'fair' : 'good';
}
