"""What the program costs on AWS: prices, the template's and a job's figures, and the page that is made of them."""
