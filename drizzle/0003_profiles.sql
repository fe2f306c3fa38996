CREATE TABLE "profiles" (
	"user_id" text PRIMARY KEY NOT NULL,
	"tagline" text NOT NULL,
	CONSTRAINT "profiles_tagline_length" CHECK (char_length("profiles"."tagline") between 1 and 120)
);
--> statement-breakpoint
CREATE INDEX "posts_author_published" ON "posts" USING btree ("user_id","published_at","id") WHERE "posts"."is_published";