package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.DoNotRedeliver;
import io.rabbitra.DoNotRedeliverException;
import io.rabbitra.RequeueNow;
import io.rabbitra.RequeueNowException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ExceptionWishTest {

  @DoNotRedeliver
  private static class Poison extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class WorsePoison extends Poison {
    private static final long serialVersionUID = 1L;
  }

  @RequeueNow
  private interface NotHere {}

  private static final class Elsewhere extends Exception implements NotHere {
    private static final long serialVersionUID = 1L;
  }

  /** Its chain never ends and never repeats. */
  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("broken");
    }
  }

  /** Loads the API once more, as an application does that brings the jar. */
  private static final class OwnApi extends ClassLoader {

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.rabbitra.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getSystemClassLoader().getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static ExceptionWish wrapped(Throwable cause) {
    return ExceptionWish.of(new IllegalStateException(new RuntimeException("container", cause)));
  }

  @Test
  void ordinaryExceptionsWishNothing() {
    assertThat(ExceptionWish.of(null)).isEqualTo(ExceptionWish.NONE);
    assertThat(wrapped(new IOException())).isEqualTo(ExceptionWish.NONE);
    assertThat(wrapped(new StackOverflowError())).isEqualTo(ExceptionWish.NONE);
  }

  @Test
  void exceptionsOfTheApiAreFoundInTheChainOfCauses() {
    assertThat(ExceptionWish.of(new DoNotRedeliverException("no")))
        .isEqualTo(ExceptionWish.DO_NOT_REDELIVER);
    assertThat(wrapped(new DoNotRedeliverException("no")))
        .isEqualTo(ExceptionWish.DO_NOT_REDELIVER);
    assertThat(wrapped(new RequeueNowException("later"))).isEqualTo(ExceptionWish.REQUEUE_NOW);
  }

  @Test
  void annotationsCountOnClassSuperclassAndInterface() {
    assertThat(wrapped(new Poison())).isEqualTo(ExceptionWish.DO_NOT_REDELIVER);
    assertThat(wrapped(new WorsePoison())).isEqualTo(ExceptionWish.DO_NOT_REDELIVER);
    assertThat(wrapped(new Elsewhere())).isEqualTo(ExceptionWish.REQUEUE_NOW);
  }

  @Test
  void outermostWishCounts() {
    assertThat(ExceptionWish.of(new RequeueNowException("later", new Poison())))
        .isEqualTo(ExceptionWish.REQUEUE_NOW);
  }

  @Test
  void suppressedExceptionsDoNotCount() {
    RuntimeException thrown = new RuntimeException();
    thrown.addSuppressed(new Poison());
    assertThat(ExceptionWish.of(thrown)).isEqualTo(ExceptionWish.NONE);
  }

  @Test
  void apiOfAnotherClassLoaderIsKnownByName() throws Exception {
    OwnApi application = new OwnApi();
    Throwable api =
        (Throwable)
            application
                .loadClass(RequeueNowException.class.getName())
                .getConstructor(String.class)
                .newInstance("later");
    Class<?> poison = application.loadClass(Poison.class.getName());
    var constructor = poison.getDeclaredConstructor();
    constructor.setAccessible(true);
    Throwable annotated = (Throwable) constructor.newInstance();
    assertThat(api).isNotInstanceOf(RequeueNowException.class);
    assertThat(wrapped(api)).isEqualTo(ExceptionWish.REQUEUE_NOW);
    assertThat(wrapped(annotated)).isEqualTo(ExceptionWish.DO_NOT_REDELIVER);
  }

  @Test
  void chainsThatNeverEndDoNotHang() {
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("two", one));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(ExceptionWish.of(one)).isEqualTo(ExceptionWish.NONE);
          assertThat(ExceptionWish.of(new Endless())).isEqualTo(ExceptionWish.NONE);
          assertThat(ExceptionWish.of(new Broken())).isEqualTo(ExceptionWish.NONE);
        });
  }
}
