package nl.digitalebalie.desktop.connection;

import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.DeskEvent.SignInAnswer;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** Signing in and out over HTTP; answers come on any thread. */
public interface SignInPort {
  void signIn(String name, Sensitive<String> password, Consumer<SignInAnswer> answer);

  /** Tells the server that the tickets are done with; without a server nothing is lost. */
  void signOut(Sensitive<String> counterTicket);
}
