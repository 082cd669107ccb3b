package nl.digitalebalie.media.pipeline;

/**
 * Which device a worker should have open. Two wishes are never equal, so wishing the same device
 * again opens it again: that is how a person says "try once more".
 */
final class Wish<I> {
  private final I device;

  Wish(I device) {
    this.device = device;
  }

  I device() {
    return device;
  }
}
