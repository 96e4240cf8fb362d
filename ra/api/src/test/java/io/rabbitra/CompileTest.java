package io.rabbitra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application needs nothing beside this jar to compile against the native view. */
class CompileTest {

  private static final String APPLICATION =
      """
      import io.rabbitra.*;

      class Application implements AmqpListener {
        private AmqpConnectionFactory connections;

        @DoNotRedeliver
        static class Unusable extends Exception {}

        @Override
        public void onMessage(AmqpDelivery delivery) throws Exception {
          if (delivery.deliveryCount() > 3) {
            throw new Unusable();
          }
          if (delivery.redelivered()) {
            throw new RequeueNowException(delivery.queue());
          }
          AmqpProperties properties =
              delivery.properties().toBuilder().header("x-seen", true).build();
          try (AmqpConnection connection = connections.getConnection()) {
            connection.publish("e", delivery.routingKey(), properties, delivery.body());
            connection.publishAll(
                java.util.List.of(AmqpMessage.toQueue("q", properties, new byte[0])));
          } catch (AmqpException e) {
            if (!e.outcomeUnknown()) {
              throw new DoNotRedeliverException(e.reason() + e.outcomes().toString());
            }
          }
        }
      }
      """;

  @Test
  void anApplicationCompilesAgainstTheseClassesAlone(@TempDir Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String api =
        Path.of(AmqpListener.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    StringWriter errors = new StringWriter();

    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of(
                    "-Werror",
                    "-Xlint:all,-serial",
                    "-proc:none",
                    "-cp",
                    api,
                    "-d",
                    classes.toString()),
                null,
                List.of(new Source(APPLICATION)))
            .call();

    assertThat(compiled).as(errors.toString()).isTrue();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///Application.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
