package io.rabbitra.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LoggersTest {

  @Test
  void theLoggerHasTheNameOfItsClass() {
    Logger named = Logger.getLogger(LoggersTest.class.getName());
    named.setLevel(Level.OFF);

    assertThat(Loggers.of(LoggersTest.class).isLoggable(System.Logger.Level.ERROR)).isFalse();
    named.setLevel(null);
  }

  @Test
  void theCallersContextClassLoaderIsRestored() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application = new URLClassLoader(new URL[0])) {
      thread.setContextClassLoader(application);

      assertThat(Loggers.of(LoggersTest.class).getName()).isEqualTo(LoggersTest.class.getName());
      assertThat(thread.getContextClassLoader()).isSameAs(application);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
