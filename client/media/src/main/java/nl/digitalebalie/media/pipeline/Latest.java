package nl.digitalebalie.media.pipeline;

/** The newest value of something that any thread may set and one thread acts on. */
final class Latest<T> {
  private volatile T value;

  Latest(T value) {
    this.value = value;
  }

  T get() {
    return value;
  }

  void set(T newer) {
    value = newer;
  }
}
