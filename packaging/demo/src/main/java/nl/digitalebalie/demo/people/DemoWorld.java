package nl.digitalebalie.demo.people;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.identity.Bsn;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Everybody and everything in {@code people.yaml}; checked when it is read, so that a slip shows at
 * start.
 */
public record DemoWorld(
    List<Person> people, List<CaseType> caseTypes, List<DocumentType> documentTypes) {
  private static final String FILE = "/nl/digitalebalie/demo/people.yaml";

  public DemoWorld {
    people = List.copyOf(people);
    caseTypes = List.copyOf(caseTypes);
    documentTypes = List.copyOf(documentTypes);
    Set<String> typeNames = new HashSet<>(caseTypes.stream().map(CaseType::id).toList());
    Set<String> documentNames =
        new HashSet<>(documentTypes.stream().map(DocumentType::id).toList());
    for (Person person : people) {
      require(
          Bsn.parse(person.bsn()).isPresent(),
          "the number of " + person.id() + " fails the 11-test");
      for (DemoCase one : person.cases()) {
        require(typeNames.contains(one.type()), one.identification() + " has an unknown type");
        for (DemoDocument document : one.documents()) {
          require(
              documentNames.contains(document.type()), document.title() + " has an unknown type");
        }
      }
    }
  }

  public static DemoWorld load() {
    YAMLMapper yaml =
        YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    try (InputStream in = DemoWorld.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the build");
      }
      return yaml.readValue(in, DemoWorld.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public Optional<Person> person(String id) {
    return people.stream().filter(person -> person.id().equals(id)).findFirst();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * A fictional person. {@code card} and {@code address} are the attributes of the two municipal
   * cards; a value may be missing, never null.
   */
  public record Person(
      String id,
      Map<String, String> about,
      String bsn,
      Map<String, String> card,
      Map<String, String> address,
      Optional<Boolean> addressConfidential,
      Optional<Enterprise> enterprise,
      int cardValidForDays,
      List<DemoCase> cases) {
    public Person {
      about = Map.copyOf(about);
      card = Map.copyOf(card);
      address = Map.copyOf(address);
      cases = List.copyOf(cases);
    }
  }

  /** For which the person may act; the cases of business are the enterprise's. */
  public record Enterprise(String kvkNumber, String rsin, String branchNumber, String name) {}

  /** Days count from the day the demonstration starts. */
  public record DemoCase(
      String identification,
      String type,
      String description,
      Optional<String> confidentiality,
      int start,
      int plannedEnd,
      int legalEnd,
      Optional<Integer> end,
      Optional<String> outcome,
      List<ReachedStatus> statuses,
      Optional<Representative> representative,
      Optional<List<DemoNote>> notes,
      List<DemoDocument> documents) {
    public DemoCase {
      statuses = List.copyOf(statuses);
      notes = notes.map(List::copyOf);
      documents = List.copyOf(documents);
    }
  }

  /** Who acts for the person in a case. */
  public record Representative(String name, Kind kind) {}

  public enum Kind {
    PERSON,
    ORGANISATION
  }

  /** What a colleague wrote beside a case. */
  public record DemoNote(String subject, String text, String author, int day) {}

  /** {@code order} is the place of the milestone in its case type, from 1. */
  public record ReachedStatus(int order, int day) {}

  /**
   * A document whose file is drawn from {@code lines}: a picture (PNG) or, by default, a page
   * (PDF).
   */
  public record DemoDocument(
      String title,
      String type,
      int day,
      Optional<String> confidentiality,
      Optional<Format> format,
      List<String> lines) {
    public DemoDocument {
      lines = List.copyOf(lines);
    }
  }

  public enum Format {
    PICTURE,
    PAGE
  }

  public record CaseType(
      String id,
      String description,
      String confidentiality,
      Period term,
      List<Milestone> milestones) {
    public CaseType {
      milestones = List.copyOf(milestones);
    }
  }

  /** {@code text} is the resident's wording (statustekst). */
  public record Milestone(String description, String text) {}

  public record DocumentType(String id, String description) {}
}
