/** What every part of the state machine gives back: the next state and what to do. */
import type { ResidentToRelay } from '../protocol/messages';
import type { PeerMessage } from '../protocol/peer';
import type { Effect } from './events';
import type { Call, Exchange, PageState } from './state';

export interface Step {
  readonly state: PageState;
  readonly effects: readonly Effect[];
}

export const step = (state: PageState, ...effects: Effect[]): Step => ({ state, effects });
export const send = (message: ResidentToRelay): Effect => ({ do: 'send', message });
/** @param ref names what is sealed, so that its confirmation finds it */
export const seal = (message: PeerMessage, ref = ''): Effect => ({ do: 'seal', message, ref });

export function inCall(state: PageState, change: Partial<Call>): PageState {
  return state.call ? { ...state, call: { ...state.call, ...change } } : state;
}

export function inExchange(state: PageState, change: Partial<Exchange>): PageState {
  return state.call ? inCall(state, { exchange: { ...state.call.exchange, ...change } }) : state;
}

export const isSecure = (state: PageState): boolean => state.call?.security === 'secure';
