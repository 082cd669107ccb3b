package nl.digitalebalie.server.contacts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;

/** What the customer-interaction system is to learn. Each has an id and arrives once. */
public sealed interface Delivery {
  /** Unique among all deliveries; also what another delivery names it by. */
  String id();

  /**
   * A conversation that is over.
   *
   * @param channels by which it went, in order; more than one when the two switched
   * @param cases the ids of cases that were shown, at most {@link #MAX_CASES}
   * @param evidence how sure it is who this was; never the number
   */
  record Talk(
      String id,
      Instant at,
      Language language,
      List<Channel> channels,
      String subject,
      Sensitive<String> content,
      Reached reached,
      Colleague colleague,
      Optional<Person> person,
      List<String> cases,
      Map<String, String> evidence)
      implements Delivery {
    /** What anybody reads in a list of contacts. */
    public static final int MAX_CASES = 10;

    public Talk {
      Objects.requireNonNull(id);
      Objects.requireNonNull(at);
      Objects.requireNonNull(language);
      channels = List.copyOf(channels);
      Objects.requireNonNull(subject);
      Objects.requireNonNull(content);
      Objects.requireNonNull(reached);
      Objects.requireNonNull(colleague);
      Objects.requireNonNull(person);
      cases = cases.stream().limit(MAX_CASES).toList();
      evidence = Map.copyOf(evidence);
      if (channels.isEmpty()) {
        throw new IllegalArgumentException("a talk goes by a channel");
      }
    }
  }

  /**
   * A promise to call back.
   *
   * @param contact the talk in which it was given; empty when it was asked on the page
   * @param promise when, in words
   */
  record Callback(
      String id,
      Optional<String> contact,
      Instant at,
      String subject,
      Sensitive<String> name,
      Sensitive<String> phone,
      Optional<Sensitive<String>> words,
      String promise)
      implements Delivery {
    public Callback {
      Objects.requireNonNull(id);
      Objects.requireNonNull(contact);
      Objects.requireNonNull(at);
      Objects.requireNonNull(subject);
      Objects.requireNonNull(name);
      Objects.requireNonNull(phone);
      Objects.requireNonNull(words);
      Objects.requireNonNull(promise);
    }
  }

  /** The promise is kept: its task is done, and the call is a contact of its own. */
  record CallbackKept(
      String id,
      String callback,
      Instant at,
      String subject,
      Sensitive<String> content,
      Colleague colleague)
      implements Delivery {
    public CallbackKept {
      Objects.requireNonNull(id);
      Objects.requireNonNull(callback);
      Objects.requireNonNull(at);
      Objects.requireNonNull(subject);
      Objects.requireNonNull(content);
      Objects.requireNonNull(colleague);
    }
  }

  enum Reached {
    SPOKEN,
    NOT_SPOKEN
  }

  record Colleague(String id, String name) {
    public Colleague {
      Objects.requireNonNull(id);
      Objects.requireNonNull(name);
    }
  }

  /** Who it was, where that was proved and the purpose may know it. */
  record Person(Sensitive<String> bsn, Name name) {
    public Person {
      Objects.requireNonNull(bsn);
      Objects.requireNonNull(name);
    }
  }

  /** Parts that are not known are empty. */
  record Name(
      Sensitive<String> initials,
      Sensitive<String> first,
      Sensitive<String> prefix,
      Sensitive<String> last) {
    public Name {
      Objects.requireNonNull(initials);
      Objects.requireNonNull(first);
      Objects.requireNonNull(prefix);
      Objects.requireNonNull(last);
    }
  }
}
