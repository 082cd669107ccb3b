package nl.digitalebalie.desktop.identity;

/** Whether attributes of the demonstration scheme ({@code irma-demo.*}) count. */
public enum DemoSchemes {
  REFUSED,
  ALLOWED
}
