package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RabbitObjectMessageTest {

  static final String HERE = "io.rabbitra.message.RabbitObjectMessageTest";

  private enum Colour {
    RED
  }

  static final class Order implements Serializable {
    private static final long serialVersionUID = 1L;
    final ArrayList<String> lines = new ArrayList<>();
    final Colour colour = Colour.RED;
    final Object[] values = {1, 2L, 'c', BigDecimal.ONE, new int[] {3}};
    Order next;
  }

  /** Does something when it is made, as the classes do that attackers look for. */
  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger EXECUTIONS = new AtomicInteger();

    private void readObject(ObjectInputStream in) {
      EXECUTIONS.incrementAndGet();
      throw new IllegalStateException("executed");
    }
  }

  private static final class NotReally implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new NotSerializableException("NotReally");
    }
  }

  private record Answer(String text) implements InvocationHandler, Serializable {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return text;
    }
  }

  static RabbitMessage roundTrip(Message message, String trusted) throws JMSException, IOException {
    MessageMapper mapper =
        new MessageMapper(new RabbitDestinationMapper(), TrustedPackages.parse(trusted));
    EncodedMessage encoded = mapper.encode(message);
    return mapper.decode(Wire.envelope(false), Wire.transfer(encoded.properties()), encoded.body());
  }

  static RabbitObjectMessage receive(Serializable object, String trusted)
      throws JMSException, IOException {
    return (RabbitObjectMessage) roundTrip(new RabbitObjectMessage(object), trusted);
  }

  @BeforeEach
  void forgetExecutions() {
    Gadget.EXECUTIONS.set(0);
  }

  @Test
  void laterChangesOfTheObjectDoNotChangeTheMessage() throws Exception {
    Order order = new Order();
    order.lines.add("a");
    RabbitObjectMessage message = new RabbitObjectMessage();
    message.setObject(order);
    order.lines.add("b");
    Order copy = (Order) message.getObject();
    assertThat(copy.lines).containsExactly("a");
    copy.lines.add("c");
    assertThat(((Order) message.getObject()).lines).containsExactly("a");
    assertThat(message.getBody(Order.class).colour).isEqualTo(Colour.RED);
    Order sent = (Order) receive(order, HERE + ",java.util").getObject();
    assertThat(sent.lines).containsExactly("a", "b");
    assertThat(sent.values).hasSize(5).contains(2L, 'c', BigDecimal.ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "io.rabbitra.message,java.util", "io,java"})
  void packageCoversWhatIsBelowIt(String trusted) throws Exception {
    assertThat(receive(new Order(), trusted).getObject()).isInstanceOf(Order.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "io.rabbitra.mess", "java.util", HERE + "$Orde"})
  void classThatIsNotTrustedIsNamedAndNeverMade(String trusted) throws Exception {
    assertThatThrownBy(() -> receive(new Order(), trusted).getObject())
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining(HERE + "$Order")
        .hasMessageContaining("trustedPackages");
    RabbitObjectMessage gadget = receive(new Gadget(), trusted);
    assertThatThrownBy(gadget::getObject).hasMessageContaining("trustedPackages");
    assertThat(gadget.isBodyAssignableTo(Serializable.class)).isFalse();
    assertThatThrownBy(() -> gadget.getBody(Serializable.class))
        .isInstanceOf(MessageFormatException.class);
    assertThatThrownBy(() -> receive(new Gadget[] {new Gadget()}, trusted).getObject())
        .hasMessageContaining("trustedPackages");
    assertThat(Gadget.EXECUTIONS).hasValue(0);
  }

  @Test
  void fieldsNeedTrustToo() {
    assertThatThrownBy(() -> receive(new Order(), HERE).getObject())
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("class java.util.ArrayList is not trusted");
  }

  @Test
  void withoutTrustNothingIsMadeAtAll() throws Exception {
    for (Serializable object : new Serializable[] {"text", 5, new int[1], new String[1]}) {
      assertThatThrownBy(() -> receive(object, null).getObject())
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("trustedPackages");
      assertThat((Object) receive(object, "com.acme").getObject()).isEqualTo(object);
    }
  }

  @Test
  void ownObjectNeedsNoTrust() throws Exception {
    assertThat(new RabbitObjectMessage(new Order()).getObject()).isInstanceOf(Order.class);
  }

  @Test
  void bodyIsWhatTheObjectIs() throws Exception {
    RabbitObjectMessage message = receive(new ArrayList<>(List.of(1)), "java.util");
    assertThat(message.isBodyAssignableTo(List.class)).isTrue();
    assertThat(message.isBodyAssignableTo(Serializable.class)).isTrue();
    assertThat(message.isBodyAssignableTo(Map.class)).isFalse();
    assertThat((Object) message.getBody(List.class)).isEqualTo(List.of(1));
    assertThatThrownBy(() -> message.getBody(Map.class)).isInstanceOf(MessageFormatException.class);
  }

  @Test
  void noObjectIsNullOfEveryType() throws Exception {
    RabbitObjectMessage message = receive(null, null);
    assertThat(message.getObject()).isNull();
    assertThat(message.isBodyAssignableTo(Map.class)).isTrue();
    assertThat((Object) message.getBody(Map.class)).isNull();
  }

  @Test
  void receivedMessageIsReadOnlyUntilItIsClearedAndSentOnWithoutTrust() throws Exception {
    RabbitObjectMessage message = receive(new Order(), null);
    assertThatThrownBy(() -> message.setObject(1)).isInstanceOf(MessageNotWriteableException.class);
    RabbitMessage sentOn = roundTrip(message, "*");
    assertThat(sentOn.getBody(Order.class)).isNotNull();
    message.clearBody();
    assertThat(message.getObject()).isNull();
    message.setObject(1);
    assertThat(message.getObject()).isEqualTo(1);
  }

  @Test
  void objectThatCannotBeSerializedIsRefused() {
    assertThatThrownBy(() -> new RabbitObjectMessage(new Serializable[] {new NotReally()}))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("NotReally");
  }

  @Test
  void classesAreThoseOfTheThreadsLoader() throws Exception {
    RabbitObjectMessage message = receive(new Order(), "*");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL classes = getClass().getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader application = new URLClassLoader(new URL[] {classes}, null)) {
      thread.setContextClassLoader(application);
      assertThat(message.getObject().getClass().getClassLoader()).isSameAs(application);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void dynamicProxyNeedsTrustForItsInterfacesAndItsHandler() throws Exception {
    Serializable proxy =
        (Serializable)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Supplier.class, Serializable.class},
                new Answer("hello"));
    Supplier<?> read =
        (Supplier<?>) receive(proxy, "java.util.function,java.io.Serializable," + HERE).getObject();
    assertThat(read.get()).isEqualTo("hello");
    for (String tooLittle : new String[] {"java.util.function,java.io.Serializable", HERE, ""}) {
      assertThatThrownBy(() -> receive(proxy, tooLittle).getObject())
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("trustedPackages");
    }
  }
}
