package nl.digitalebalie.demo;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.demo.brp.BrpPartner;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.irma.IrmaPartner;
import nl.digitalebalie.demo.irma.Requestor;
import nl.digitalebalie.demo.klant.KlantPartner;
import nl.digitalebalie.demo.people.DemoWorld;
import nl.digitalebalie.demo.zgw.Application;
import nl.digitalebalie.demo.zgw.CaseNews;
import nl.digitalebalie.demo.zgw.Confidentiality;
import nl.digitalebalie.demo.zgw.ZgwPartner;

/** All demo partners of one demonstration, each on a port of its own. */
public final class Partners implements AutoCloseable {
  /** The counter's name at the irma server (lower case: configuration files are read so). */
  public static final String REQUESTOR = "counter";

  /** The counter's client id at the case system. */
  public static final String CLIENT_ID = "digitale-balie";

  private final IrmaPartner.Running irma;
  private final PartnerServer cases;
  private final PartnerServer persons;
  private final CaseNews news;

  private final PartnerServer contacts;

  private Partners(
      IrmaPartner.Running irma,
      PartnerServer cases,
      PartnerServer persons,
      PartnerServer contacts,
      CaseNews news) {
    this.news = news;
    this.irma = irma;
    this.cases = cases;
    this.persons = persons;
    this.contacts = contacts;
  }

  /** Where each partner listens; 0 takes any free port. */
  public record Ports(int irma, int cases, int persons, int contacts) {
    public static final Ports ANY = new Ports(0, 0, 0, 0);
  }

  public static Partners start(
      Ports ports, DemoKeys keys, DemoWorld world, InstantSource clock, SecureRandom random) {
    Requestor counter =
        new Requestor(
            REQUESTOR,
            new Requestor.Authentication.PublicKey(keys.requestPublicKey()),
            List.of("irma-demo.gemeente.*", "irma-demo.signicat.*"),
            Map.of("nl", "Gemeente Voorbeeld", "en", "Municipality of Voorbeeld"));
    IrmaPartner.Running irma =
        IrmaPartner.start(
            ports.irma(),
            new IrmaPartner.Settings(
                world, List.of(counter), keys.resultKey(), keys.resultPublicKey()),
            clock,
            random);
    Application application =
        new Application(
            CLIENT_ID,
            keys.caseSecret(),
            EnumSet.allOf(Application.Scope.class),
            Set.of(),
            Confidentiality.VERTROUWELIJK);
    CaseNews news = new CaseNews();
    List<PartnerServer> started = new ArrayList<>();
    try {
      started.add(ZgwPartner.start(ports.cases(), world, List.of(application), clock, news));
      started.add(BrpPartner.start(ports.persons(), world, keys.caseSecret(), clock));
      started.add(KlantPartner.start(ports.contacts(), world, keys.caseSecret(), clock));
      return new Partners(irma, started.getFirst(), started.get(1), started.getLast(), news);
    } catch (RuntimeException failed) {
      started.forEach(PartnerServer::close);
      irma.close();
      news.close();
      throw failed;
    }
  }

  public URI irma() {
    return irma.base();
  }

  /** What the server puts before the encoded session pointer to open the demo wallet. */
  public String walletLinkBase() {
    return irma.walletLinkBase();
  }

  /** When the demo wallet last shared, before the counter could know. */
  public Optional<Instant> lastDisclosure() {
    return irma.lastDisclosure();
  }

  public URI cases() {
    return cases.base();
  }

  /** From now on the counter part hears of changed cases. */
  void tellOfChanges(URI counter, String authorization) {
    news.subscribe(counter.resolve("/counter/notifications"), authorization);
  }

  /** The population register; its key is that of the case system. */
  public URI persons() {
    return persons.base();
  }

  /** The customer-interaction system; its token is the key of the case system. */
  public URI contacts() {
    return contacts.base();
  }

  @Override
  public void close() {
    contacts.close();
    irma.close();
    cases.close();
    persons.close();
    news.close();
  }
}
