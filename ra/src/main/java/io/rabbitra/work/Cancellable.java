package io.rabbitra.work;

/** Something that was scheduled and can be called off. */
@FunctionalInterface
public interface Cancellable {

  /**
   * Calls it off. A task that has not begun will not begin; one that runs is left alone. Calling
   * this again, or too late, does nothing. May be called on any thread; never blocks, never throws.
   */
  void cancel();
}
