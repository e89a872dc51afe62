package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The schemas that ship say what the codecs do. */
class SchemaTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final JsonSchema event = schema("native-event.schema.json");
  private final JsonSchema alert = schema("alert.schema.json");

  private static JsonSchema schema(String name) {
    try (InputStream in = SchemaTest.class.getResourceAsStream(name)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static @Nullable JsonNode tree(String document) {
    try {
      return MAPPER.readTree(document);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /**
   * Seeded documents: whom the schema accepts, the decoder accepts, and the other way round; but
   * for what no schema can see in a tree of JSON: the calendar, halves of surrogate pairs, and
   * numbers beyond a double.
   */
  @Test
  void theEventSchemaAcceptsWhatTheDecoderAccepts() {
    NativeDecoder decoder = new NativeDecoder(1 << 20, 1 << 10);
    DocumentMaker maker = new DocumentMaker(Long.getLong("tocsin.seed", 1) + 7);
    int both = 0;
    int neither = 0;
    for (int i = 0; i < 3_000; i++) {
      String document = maker.document();
      JsonNode tree = tree(document);
      if (tree == null) {
        continue;
      }
      Undecodable wrong = Decoded.by(decoder, document).wrong();
      boolean valid = event.validate(tree).isEmpty();
      if (wrong == null) {
        assertThat(valid).as(document).isTrue();
        both++;
      } else if (valid) {
        assertThat(wrong)
            .as(document)
            .satisfiesAnyOf(
                w -> assertThat(w.reason()).isIn(Reason.BAD_TIME, Reason.NOT_FINITE),
                w -> assertThat(w.message()).contains("whole pairs"));
      } else {
        neither++;
      }
    }
    assertThat(both).isGreaterThan(1_000);
    assertThat(neither).isGreaterThan(150);
  }

  @Test
  void everyAlertIsValid() throws IOException {
    Labels labels = Labels.of("alertname", "A", "sensor", "s");
    for (AlertStatus status : AlertStatus.values()) {
      for (double value : new double[] {1.5, Double.NaN, 1 / 0.0}) {
        Alert one =
            new Alert(
                status,
                labels,
                Map.of("summary", ""),
                0,
                status.active() ? Alert.OPEN : 1,
                Fingerprint.of(labels),
                value,
                status.active() ? null : new Expected(-1 / 0.0, value),
                "g/A",
                1,
                0,
                "condition",
                false,
                "");
        assertThat(alert.validate(MAPPER.readTree(AlertCodec.value(one)))).isEmpty();
      }
    }
    assertThat(alert.validate(MAPPER.readTree("{\"status\":\"pending\"}"))).isNotEmpty();
  }
}
