/**
 * The threads that carry pictures and sound between devices, codecs and a call.
 *
 * <p>Lives here: {@code SendPipeline}, {@code ReceivePipeline}, their bounded queues. Must never
 * live here: device or codec details, anything of the network.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.pipeline;
