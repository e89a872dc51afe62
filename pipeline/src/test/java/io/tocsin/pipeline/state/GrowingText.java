package io.tocsin.pipeline.state;

import java.nio.charset.StandardCharsets;

/** Grows, and is stored in pieces. */
final class GrowingText extends InPieces {
  String text;
  int stored;

  GrowingText(String text) {
    this.text = text;
  }

  static final Codec<GrowingText> CODEC =
      new Codec<>() {
        @Override
        public void write(GrowingText text, ByteWriter out) {
          append(text.text, out);
        }

        private void append(String piece, ByteWriter out) {
          byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
          out.putRaw(bytes, 0, bytes.length);
        }

        @Override
        public boolean append(GrowingText text, ByteWriter out) {
          append(text.text.substring(text.stored), out);
          return text.pieceFits(out.size());
        }

        @Override
        public void stored(GrowingText text, int bytes, boolean appended) {
          text.wasStored(bytes, appended);
          text.stored = text.text.length();
        }

        @Override
        public GrowingText read(ByteReader in, int version) {
          byte[] bytes = in.getRaw(in.remaining());
          GrowingText text = new GrowingText(new String(bytes, StandardCharsets.US_ASCII));
          stored(text, bytes.length, false);
          return text;
        }
      };
}
