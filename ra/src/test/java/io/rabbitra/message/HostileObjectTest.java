package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.message.RabbitObjectMessageTest.Gadget;
import io.rabbitra.message.RabbitObjectMessageTest.Order;
import jakarta.jms.MessageFormatException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender can do to a receiver that trusts everything, short of code of its classes. */
class HostileObjectTest {

  private static RabbitObjectMessage received(byte[] body) {
    return new RabbitObjectMessage(body, TrustedPackages.parse("*"));
  }

  @Test
  void everyTruncationIsAFormatError() throws Exception {
    byte[] whole = SerializedObjects.write(new Order());
    for (int length = 0; length < whole.length; length++) {
      RabbitObjectMessage message = received(Arrays.copyOf(whole, length));
      assertThatThrownBy(message::getObject).isInstanceOf(MessageFormatException.class);
    }
  }

  @Test
  void exceptionOfATrustedClassIsAFormatError() throws Exception {
    RabbitObjectMessage message = received(SerializedObjects.write(new Gadget()));
    assertThatThrownBy(message::getObject)
        .isInstanceOf(MessageFormatException.class)
        .hasRootCauseMessage("executed");
    assertThat(message.isBodyAssignableTo(Gadget.class)).isFalse();
  }

  @Test
  void unknownClassIsAFormatError() throws Exception {
    String body = new String(SerializedObjects.write(new Order()), StandardCharsets.ISO_8859_1);
    byte[] unknown = body.replace("Order", "Xrder").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(received(unknown)::getObject)
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("Xrder");
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 120, 300})
  void depthIsBounded(int depth) throws Exception {
    Order first = new Order();
    for (int i = 1; i < depth; i++) {
      Order outer = new Order();
      outer.next = first;
      first = outer;
    }
    RabbitObjectMessage message = received(SerializedObjects.write(first));
    if (depth < ObjectLimits.MAX_DEPTH) {
      assertThat(message.getObject()).isInstanceOf(Order.class);
    } else {
      assertThatThrownBy(message::getObject)
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("100 objects");
    }
  }

  @Test
  void graphThatIsTooDeepToBeWrittenIsAFormatError() {
    Object[] outer = new Object[1];
    for (int i = 0; i < 100_000; i++) {
      outer = new Object[] {outer};
    }
    Object[] deep = outer;
    assertThatThrownBy(() -> new RabbitObjectMessage(deep))
        .isInstanceOf(MessageFormatException.class);
  }

  /** The bytes with another length of the array that is the object. */
  private static byte[] withLength(byte[] array, int at, int length) {
    byte[] changed = array.clone();
    for (int i = 0; i < 4; i++) {
      changed[at + i] = (byte) (length >>> (24 - 8 * i));
    }
    return changed;
  }

  @Test
  void arraysThatSayToBeHugeAreNotAllocated() throws Exception {
    for (Serializable array : new Serializable[] {new long[0], new Object[0], new byte[0]}) {
      byte[] body = SerializedObjects.write(array);
      byte[] huge = withLength(body, body.length - 4, Integer.MAX_VALUE - 100);
      assertThatThrownBy(received(huge)::getObject)
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("larger than its bytes");
    }
  }

  @Test
  void arraysWithinEachOtherAreLimitedTogether() throws Exception {
    int claim = 2_000_000;
    byte[] array = SerializedObjects.write(new Object[0]);
    array = withLength(array, array.length - 4, claim);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
    out.writeShort(ObjectStreamConstants.STREAM_VERSION);
    for (int i = 0; i < 90; i++) {
      out.write(array, 4, array.length - 4);
    }
    out.write(new byte[claim]);
    assertThatThrownBy(received(bytes.toByteArray())::getObject)
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("larger than its bytes");
  }

  @Test
  void honestCollectionsAndLargeArraysPass() throws Exception {
    Map<Integer, String> map = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      map.put(i, "v");
    }
    for (Object honest : new Object[] {map, new HashMap<>(), Map.of(1, 2), new byte[17 << 20]}) {
      assertThat(received(SerializedObjects.write((Serializable) honest)).getObject())
          .isEqualTo(honest);
    }
    assertThat((long[]) received(SerializedObjects.write(new long[3 << 20])).getObject())
        .hasSize(3 << 20);
  }
}
