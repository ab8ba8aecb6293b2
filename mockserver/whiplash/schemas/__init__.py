"""What WarpWare's operations take: marshmallow schemas, and the validators made of them."""
