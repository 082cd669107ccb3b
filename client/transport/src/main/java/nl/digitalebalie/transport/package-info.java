/** The network edges of the client: ICE, DTLS, SRTP, the rtc-loop and the signalling sockets. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.transport;
