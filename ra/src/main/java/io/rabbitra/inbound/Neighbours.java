package io.rabbitra.inbound;

/**
 * Where a session that has nothing to do looks for work: the other sessions of its generation that
 * let it. If the number of sessions is elastic all do, for the broker may have sent everything to
 * the first ones before there were more; otherwise one whose bean does not return does. A delivery
 * is settled on the channel it came from, whoever has the bean: given back to the broker, for it to
 * be sent to another consumer, it would count as an attempt on some queues and lose its place on
 * others. Thread-safe.
 */
interface Neighbours {

  /** There are none, or each has enough of its own. */
  Neighbours NONE =
      new Neighbours() {
        @Override
        public boolean haveWaiting() {
          return false;
        }

        @Override
        public Taken take() {
          return null;
        }

        @Override
        public void share() {}
      };

  /** Whether a delivery waits in one that shares. */
  boolean haveWaiting();

  /** The oldest delivery that waits in one that shares; null if there is none any more. */
  Taken take();

  /** Has idle sessions look for what waits in others. Does not block. */
  void share();
}
