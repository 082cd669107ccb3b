/** What the desk's tests share: a server and an engine by hand at the ports, minted evidence. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.testkit;
