package nl.digitalebalie.media.pipeline;

import nl.digitalebalie.rtc.time.MonoTime;

/** What a pipeline has to tell; told on its threads, so a listener hands over and returns. */
public sealed interface PipelineEvent {
  /** A device does not work; a stand-in has taken its place. */
  record DeviceFailed(DeviceTrouble trouble) implements PipelineEvent {}

  /** The other side's pictures cannot be decoded before it sends a key frame. */
  record KeyFrameWanted() implements PipelineEvent {}

  /** The first picture since {@link ReceivePipeline#startAfresh} is there to see. */
  record FirstPicture(MonoTime at) implements PipelineEvent {}

  /** A bug of ours ended one of the pipeline's threads; the call should end. */
  record Broken(String worker, RuntimeException why) implements PipelineEvent {}
}
