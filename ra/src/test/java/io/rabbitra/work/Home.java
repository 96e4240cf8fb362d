package io.rabbitra.work;

import io.rabbitra.container.TestContainer;
import jakarta.resource.ResourceException;
import java.time.Duration;

/** Where the adapter's threads come from in a test. */
enum Home {
  WORK_MANAGER {
    @Override
    Fixture open(int maxWorkers, Duration linger) throws ResourceException {
      TestContainer container = new TestContainer();
      return new Fixture(
          AdapterThreads.onWorkManager(container.bootstrapContext(), maxWorkers, linger),
          TestContainer.LONG_THREAD,
          container::close);
    }
  },
  STANDALONE {
    @Override
    Fixture open(int maxWorkers, Duration linger) {
      return new Fixture(AdapterThreads.standalone(maxWorkers, linger), "rabbitra-", () -> {});
    }
  };

  abstract Fixture open(int maxWorkers, Duration linger) throws ResourceException;

  Fixture open(int maxWorkers) throws ResourceException {
    return open(maxWorkers, Duration.ofMinutes(1));
  }

  /** Threads to test, the names they have, and what to close at the end. */
  record Fixture(AdapterThreads threads, String threadPrefix, Closer home)
      implements AutoCloseable {
    @Override
    public void close() {
      threads.stop(Duration.ofSeconds(5));
      home.close();
    }
  }

  interface Closer extends AutoCloseable {
    @Override
    void close();
  }
}
