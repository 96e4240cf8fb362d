package io.rabbitra.benchmark.growth;

import java.io.IOException;
import java.util.List;

/** The consumers of a contender. */
interface Consuming extends AutoCloseable {

  /** Begins them. */
  @FunctionalInterface
  interface Opener {
    Consuming open(String uri, List<String> queues, Load load, Meter meter) throws Exception;
  }

  /** Returns when everything that was delivered is acknowledged, or is on its way to be. */
  @Override
  void close() throws IOException;
}
