/** Who waits, who has an appointment, presence, invitations. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.queue;
