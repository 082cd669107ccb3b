package nl.digitalebalie.demo.http;

/** What a demo partner answers. Called from many threads at once, and may block. */
@FunctionalInterface
public interface Partner {
  Reply answer(Call call);
}
