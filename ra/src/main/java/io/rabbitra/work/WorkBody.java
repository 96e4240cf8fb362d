package io.rabbitra.work;

/** What an {@link AdapterWork} does. Exactly one of {@link #run} and {@link #refused} is called. */
interface WorkBody {

  /** Runs on the thread of the Work until there is nothing left to do or the adapter stops. */
  void run();

  /** The Work will never run. Called on any thread, without a lock held. */
  void refused();

  /** {@link jakarta.resource.spi.work.Work#release()} was called while the body runs: a hint. */
  void released();

  /** Whether it runs as long as the adapter, or nearly so, once it has begun. */
  boolean permanent();

  /** Whether a stop that runs out of time may interrupt the thread: true for the adapter's own. */
  boolean interruptible();
}
