package nl.digitalebalie.desktop.fx;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.awt.desktop.UserSessionEvent;
import java.awt.desktop.UserSessionListener;
import java.util.concurrent.Executor;

/**
 * Hears when the operating system locks the screen or switches the user, where Java can tell: on
 * Windows. Elsewhere the panel's other locks hold (time box, heartbeat, loss of the connection).
 */
public final class ScreenLock {
  private ScreenLock() {}

  /** Runs {@code whenLocked} on this executor each time; does nothing where it cannot be known. */
  public static void watch(String osName, Executor executor, Runnable whenLocked) {
    // The AWT toolkit beside JavaFX is safe on Windows; on macOS both want the first thread.
    if (!osName.startsWith("Windows")
        || GraphicsEnvironment.isHeadless()
        || !Desktop.isDesktopSupported()
        || !Desktop.getDesktop().isSupported(Desktop.Action.APP_EVENT_USER_SESSION)) {
      return;
    }
    Desktop.getDesktop()
        .addAppEventListener(
            new UserSessionListener() {
              @Override
              public void userSessionDeactivated(UserSessionEvent event) {
                executor.execute(whenLocked);
              }

              @Override
              public void userSessionActivated(UserSessionEvent event) {}
            });
  }
}
